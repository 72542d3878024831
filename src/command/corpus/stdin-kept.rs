// Took the child's input out of the child, so that wait() does not close it; the child reads to
// its end.
use std::io::Write;
use std::process::{Command, Stdio};

fn main() {
    let mut child = Command::new("role")
        .args(["child", "cat"])
        .stdin(Stdio::piped())
        .stdout(Stdio::null())
        .spawn()
        .unwrap();
    let mut input = child.stdin.take().unwrap();
    input.write_all(b"a line\n").unwrap();
    child.wait().unwrap();
    drop(input);
}
