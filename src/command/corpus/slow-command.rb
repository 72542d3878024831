# capture2 reads to the end what a command prints that takes its time.
require "open3"
Open3.capture2("role", "child", "sh", "-c", "sleep 300; echo done")
