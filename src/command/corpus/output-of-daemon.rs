// output() reads to the end; the command has ended, and has left a daemon that holds the pipe.
use std::process::Command;

fn main() {
    Command::new("role")
        .args(["child", "sh", "-c", "role daemon sleep infinity 2>/dev/null & echo started"])
        .output()
        .unwrap();
}
