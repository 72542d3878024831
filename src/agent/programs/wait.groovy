def child = ["seq", "100000"].execute()
child.waitFor()
println child.text.length()
