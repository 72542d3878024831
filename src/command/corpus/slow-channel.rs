// A thread reads lines and hands them on through a channel of bounded length; whoever takes them
// uploads each, which takes its time. The child waits for room in its pipe meanwhile.
use std::io::{BufRead, BufReader};
use std::process::{Command, Stdio};
use std::sync::mpsc::sync_channel;
use std::time::Duration;

fn main() {
    let mut child = Command::new("role")
        .args(["child", "yes", "a line of the log"])
        .stdout(Stdio::piped())
        .spawn()
        .unwrap();
    let (lines, taken) = sync_channel(16);
    let output = child.stdout.take().unwrap();
    std::thread::spawn(move || {
        for line in BufReader::new(output).lines() {
            lines.send(line.unwrap()).unwrap();
        }
    });
    for _ in taken {
        std::thread::sleep(Duration::from_secs(120));
    }
}
