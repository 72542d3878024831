// Waits for the child's end; its output goes into a pipe that is read only afterwards.
use std::io::Read;
use std::process::{Command, Stdio};

fn main() {
    let mut child = Command::new("role")
        .args(["child", "python3", "flood.py", "1", "2097152"])
        .stdout(Stdio::piped())
        .spawn()
        .unwrap();
    child.wait().unwrap();
    let mut output = Vec::new();
    child.stdout.take().unwrap().read_to_end(&mut output).unwrap();
    println!("{}", output.len());
}
