val child = ProcessBuilder("seq", "100000").start()
child.waitFor()
println(child.inputStream.readAllBytes().size)
