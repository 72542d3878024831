# Whoever is attached to the output does not read it.
role writer cat /dev/zero | role reader sleep infinity
