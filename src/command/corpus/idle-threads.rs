// A server with a pool whose threads wait for work, and one that reads what a helper says; nobody
// calls.
use std::io::{BufRead, BufReader, Write};
use std::net::TcpListener;
use std::process::{Command, Stdio};
use std::sync::mpsc::channel;
use std::sync::{Arc, Mutex};

fn main() {
    let mut helper = Command::new("role")
        .args(["helper", "cat"])
        .stdin(Stdio::piped())
        .stdout(Stdio::piped())
        .spawn()
        .unwrap();
    let (jobs, taken) = channel();
    let taken = Arc::new(Mutex::new(taken));
    for _ in 0..2 {
        let taken = taken.clone();
        std::thread::spawn(move || loop {
            let _job: String = taken.lock().unwrap().recv().unwrap();
        });
    }
    let answers = BufReader::new(helper.stdout.take().unwrap());
    std::thread::spawn(move || {
        for line in answers.lines() {
            jobs.send(line.unwrap()).unwrap();
        }
    });
    for _call in TcpListener::bind("127.0.0.1:0").unwrap().incoming() {
        helper.stdin.as_mut().unwrap().write_all(b"work\n").unwrap();
    }
}
