import subprocess

# The child has ended well and at once; what it left running has its standard output still.
child = subprocess.Popen(["role", "child", "sh", "-c", "role grandchild sleep infinity & exit 0"],
                         stdout=subprocess.PIPE)
child.stdout.read()
