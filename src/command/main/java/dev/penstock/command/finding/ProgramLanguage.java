package dev.penstock.command.finding;

import java.util.List;

/** What a program is written in, as far as its command line tells, and what to write there. */
enum ProgramLanguage {
    PYTHON(
            List.of("python", "pypy"),
            "child.communicate() or subprocess.run(…, capture_output=True) reads while it waits;"
                    + " stdout=subprocess.DEVNULL if nobody wants the output",
            "print(…, flush=True) or python3 -u after each message; child.stdin.close() when all is"
                    + " written",
            "start_new_session=True and os.killpg(child.pid, signal.SIGKILL) end grandchildren too;"
                    + " close_fds=True, the default, hands on none but 0, 1 and 2"),
    NODE(
            List.of("node", "npm", "deno", "bun"),
            "child.stdout.on('data', …) or child.stdout.resume() reads; stdio: 'ignore' if nobody"
                    + " wants the output",
            "child.stdin.end() when all is written; write each message with its newline",
            "detached: true and process.kill(-child.pid) end grandchildren too; 'exit' comes although"
                    + " a daemon keeps the output, 'close' does not"),
    JAVA(
            List.of("java"),
            "read the streams before waitFor(), or redirectOutput(Redirect.DISCARD or to a file);"
                    + " Penstock's Command reads while it waits",
            "flush() after each message; close the child's output stream when all is written",
            "toHandle().descendants().forEach(ProcessHandle::destroy) ends grandchildren too;"
                    + " Penstock's outputGrace bounds the wait"),
    RUBY(
            List.of("ruby"),
            "Open3.capture3 reads while it waits; out: File::NULL if nobody wants the output",
            "$stdout.sync = true, or flush after each message; close_write when all is written",
            "pgroup: true and Process.kill(:KILL, -pid) end grandchildren too; close the ends that a"
                    + " fork does not need"),
    PERL(
            List.of("perl"),
            "read to the end of file before waitpid; IPC::Run or IO::Select for several streams",
            "$| = 1, or flush after each message; close the handle when all is written",
            "close the ends that a fork does not need; setpgrp and kill -9 => $pid end grandchildren"
                    + " too"),
    PHP(
            List.of("php"),
            "read with stream_select() before proc_close(), or give proc_open() files",
            "fflush() after each message; fclose() the pipe when all is written",
            "fclose() each pipe before proc_close(); what stays behind gets files of its own"),
    SHELL(
            List.of("sh", "bash", "dash", "zsh", "ksh", "busybox", "make"),
            "read before wait, or give the child a file or /dev/null: cmd >out.txt 2>&1",
            "stdbuf -oL CMD, or a terminal (script -qc CMD /dev/null), has CMD write line by line;"
                    + " exec 3>&- closes a write end",
            "what stays behind gets files of its own: cmd >/dev/null 2>&1 </dev/null &; 3>&- keeps a"
                    + " descriptor from it"),
    OTHER(
            List.of(),
            "read before the wait: in C until read(2) returns 0, with poll(2) for several pipes; in Go"
                    + " cmd.Output() or cmd.Stdout = &buffer; in Rust wait_with_output()",
            "fflush(3) after each message, or setvbuf(3) for lines; close(2) the write end when all is"
                    + " written",
            "pipe2(2) with O_CLOEXEC, and close(2) the ends that a fork does not need; in Go"
                    + " cmd.WaitDelay bounds the wait");

    private final List<String> programs;
    private final String read;
    private final String flush;
    private final String close;

    ProgramLanguage(List<String> programs, String read, String flush, String close) {
        this.programs = programs;
        this.read = read;
        this.flush = flush;
        this.close = close;
    }

    /** What takes a child's output while one waits for the child. */
    String read() {
        return read;
    }

    /** What has a message leave at once, and an end come. */
    String flush() {
        return flush;
    }

    /** What keeps a write end from those who do not need it. */
    String close() {
        return close;
    }

    /** By the program's name: python3.12 and pypy3 too. */
    static ProgramLanguage of(String command) {
        String name = program(command).replaceFirst("^-", "").replaceFirst("[0-9.]+$", "");
        for (ProgramLanguage language : values()) {
            if (language.programs.contains(name)) {
                return language;
            }
        }
        return OTHER;
    }

    /** A command line's first word, without its folder. */
    static String program(String command) {
        String first = command.strip().split(" ", 2)[0];
        return first.substring(first.lastIndexOf('/') + 1);
    }
}
