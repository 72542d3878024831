# Reads a log of `strace -f -y` and prints the writes that have not returned.
#
# -v mode=live  the log was taken while all lived: at time `now`, a call open for `quiet` seconds
#               or more has stalled
# -v mode=log   a log from elsewhere: any write that never returned counts, its process having been
#               killed or left in the middle of it
#
# Exit status: 0 no stall, 1 a stall.
#
# State, by process (each thread is one here, as strace numbers them):
#   open[pid], since[pid]     the call it is in, as far as strace has printed it, and since when
#   table[pid]                whose descriptor table it uses: threads share their process's
#   fd[table, number]         "pipe:[inode] end cloexec" for the ends of pipes alone
# and by pipe: written, writes, taken (bytes read).

{
	pid = "?"
	if (sub(/^\[pid +/, ""))
		sub(/\]/, "")
	if (match($0, /^[0-9]+ +/)) {
		pid = $1
		$0 = substr($0, RLENGTH + 1)
	}
	time = ""
	if (match($0, /^[0-9:]+(\.[0-9]+)? /)) {
		time = $1
		$0 = substr($0, RLENGTH + 1)
	}
	if (!(pid in table))
		adopt(pid)
	killed_in = cut[pid]
	delete cut[pid]
}

/^--- / { cut[pid] = killed_in; next }

/^\+\+\+ / {
	if (mode == "log" && killed_in != "" && /killed/)
		open[pid] = killed_in
	else
		leave(pid)
	next
}

/^<\.\.\. [a-z0-9_]+ resumed>/ {
	sub(/^<\.\.\. [a-z0-9_]+ resumed>/, "")
	$0 = open[pid] $0
	delete open[pid]
}

/^[a-z0-9_]+\(/ {
	if (!match($0, /\) += (-?[0-9]|\?)[^"]*$/)) {
		# Also the last line of a log: strace prints a call's arguments as it is entered.
		sub(/(strace: Process [0-9]+ (at|de)tached| *<(unfinished|detached) \.\.\.>)$/, "")
		open[pid] = $0
		since[pid] = time
		next
	}
	result = substr($0, RSTART)
	sub(/^\) += /, "", result)
	if (result ~ /^\?/)
		cut[pid] = substr($0, 1, RSTART - 1)
	else if (result !~ /^-1/)
		returned(substr($0, 1, RSTART - 1), result)
}

END {
	for (pid in open)
		if (blocked_write(pid))
			report(pid)
	if (!stalls) {
		print "no stall: no write was left open" (mode == "live" ? " for " quiet " s" : "")
		exit 0
	}
	exit 1
}

# A process seen for the first time. A child may speak before its parent's clone has returned.
function adopt(child,    p) {
	for (p in open)
		if (open[p] ~ /^(clone3?|v?fork)\(/) {
			born(p, child, open[p])
			return
		}
	table[child] = child
}

function born(parent, child, call,    key, part) {
	name[child] = name[parent]
	group[child] = child
	if (call ~ /CLONE_THREAD/)
		group[child] = group_of(parent)
	table[child] = child
	if (call ~ /CLONE_FILES/) {
		table[child] = table[parent]
		return
	}
	for (key in fd) {
		split(key, part, SUBSEP)
		if (part[1] == table[parent])
			fd[child, part[2]] = fd[key]
	}
}

function group_of(pid) {
	return pid in group ? group[pid] : pid
}

function leave(pid,    p) {
	delete open[pid]
	for (p in table)
		if (p != pid && table[p] == table[pid]) {
			delete table[pid]
			return
		}
	close_all(table[pid], 0, 4294967296)
	delete table[pid]
}

function close_all(t, from, to,    key, part) {
	for (key in fd) {
		split(key, part, SUBSEP)
		if (part[1] == t && part[2] + 0 >= from && part[2] + 0 <= to)
			delete fd[key]
	}
}

# Marks, or at an exec closes, what does not survive an exec.
function cloexec(t, from, to, exec,    key, part, end) {
	for (key in fd) {
		split(key, part, SUBSEP)
		if (part[1] != t || part[2] + 0 < from || part[2] + 0 > to)
			continue
		split(fd[key], end, " ")
		if (!exec)
			fd[key] = end[1] " " end[2] " 1"
		else if (end[3])
			delete fd[key]
	}
}

# What the n-th descriptor among the arguments refers to: "pipe:[123]", "/a/path".
function target(call, n) {
	while (n-- > 0) {
		if (!match(call, /[0-9]+</))
			return ""
		call = substr(call, RSTART + RLENGTH)
	}
	match(call, /(->|[^>])*/)
	return substr(call, 1, RLENGTH)
}

function first_number(text) {
	match(text, /[0-9]+/)
	return substr(text, RSTART, RLENGTH) + 0
}

function wrote(what, n) {
	if (what == "" || n <= 0)
		return
	written[what] += n
	writes[what]++
}

function returned(call, result,    verb, t, n, ends, old, range, path) {
	verb = substr(call, 1, index(call, "(") - 1)
	t = table[pid]
	n = result + 0
	if (verb ~ /^(write|writev|vmsplice|sendfile(64)?)$/)
		wrote(target(call, 1), n)
	else if (verb ~ /^(read|readv)$/)
		taken[target(call, 1)] += n
	else if (verb == "splice") {
		taken[target(call, 1)] += n
		wrote(target(call, 2), n)
	} else if (verb == "tee")
		wrote(target(call, 2), n)
	else if (verb ~ /^pipe2?$/) {
		split(call, ends, ",")
		written[target(call, 1)] = writes[target(call, 1)] = taken[target(call, 1)] = 0 # inodes come back
		n = call ~ /O_CLOEXEC/
		fd[t, first_number(substr(ends[1], index(ends[1], "[")))] = target(call, 1) " read " n
		fd[t, first_number(ends[2])] = target(call, 2) " write " n
	} else if (verb ~ /^dup[23]?$/ || (verb == "fcntl" && call ~ /F_DUPFD/)) {
		delete fd[t, n]
		if ((t, first_number(call_arguments(call))) in fd) {
			split(fd[t, first_number(call_arguments(call))], old, " ")
			fd[t, n] = old[1] " " old[2] " " (call ~ /CLOEXEC/ ? 1 : 0)
		}
	} else if (verb == "fcntl" && call ~ /F_SETFD/) {
		n = first_number(call_arguments(call))
		if ((t, n) in fd) {
			split(fd[t, n], old, " ")
			fd[t, n] = old[1] " " old[2] " " (call ~ /FD_CLOEXEC/ ? 1 : 0)
		}
	} else if (verb == "close")
		delete fd[t, first_number(call_arguments(call))]
	else if (verb == "close_range") {
		split(call_arguments(call), range, ", ")
		if (call ~ /CLOSE_RANGE_CLOEXEC/)
			cloexec(t, range[1] + 0, range[2] + 0, 0)
		else
			close_all(t, range[1] + 0, range[2] + 0)
	} else if (verb ~ /^(clone3?|v?fork)$/) {
		if (!(n in table) || !(n in group))
			born(pid, n, call)
	} else if (verb ~ /^execve(at)?$/) {
		split(call, path, "\"")
		name[pid] = path[2]
		cloexec(t, 0, 4294967296, 1)
	}
}

function call_arguments(call) {
	return substr(call, index(call, "(") + 1)
}

function age(pid) {
	return now == "" || since[pid] == "" ? "" : now - since[pid]
}

function blocked_write(pid) {
	if (open[pid] !~ /^(write|writev|sendfile(64)?)\(/ || target(open[pid], 1) == "")
		return 0
	return mode == "log" || age(pid) >= quiet
}

# How many bytes the open call was to write.
function size_of(call,    total) {
	if (call !~ /^writev\(/) {
		sub(/[^0-9]+$/, "", call)
		match(call, /[0-9]+$/)
		return substr(call, RSTART, RLENGTH)
	}
	while (match(call, /iov_len=[0-9]+/)) {
		total += substr(call, RSTART + 8, RLENGTH - 8)
		call = substr(call, RSTART + RLENGTH)
	}
	return total + 0
}

function who(pid) {
	return "pid " pid (name[pid] == "" ? "" : " (" name[pid] ")")
}

function report(pid,    what, key, part, end, found, p, process) {
	stalls++
	what = target(open[pid], 1)
	printf "stall: a write of %s bytes to %s did not return\n", size_of(open[pid]), what
	printf "  writer: %s, fd %d", who(pid), first_number(call_arguments(open[pid]))
	if (mode == "live")
		printf ", in this call for %.1f s", age(pid)
	printf "\n  before: %.0f bytes by %d writes that did return, %.0f bytes read\n",
		written[what], writes[what], taken[what]
	if (what !~ /^pipe:/)
		return
	for (key in fd) {
		split(key, part, SUBSEP)
		split(fd[key], end, " ")
		if (end[1] != what || end[2] != "read")
			continue
		found = 1
		process = group_of(part[1])
		printf "  reader: %s holds the read end, fd %d, and is in %s\n",
			who(process), part[2], doing(process, what)
		if (waits_for(open[process], group_of(pid)))
			print "          which waits for the writer: a deadlock"
	}
	if (!found)
		print "  reader: not in this log; the pipe was made before it began"
}

function waits_for(call, pid,    arg) {
	if (!sub(/^(wait4|waitpid|waitid)\(/, "", call))
		return 0
	split(call, arg, ", *")
	return arg[1] == "-1" || arg[1] == "P_ALL" || arg[1] == pid || (arg[1] == "P_PID" && arg[2] == pid)
}

# The call that a process is in; of several threads the one that reads this pipe, if there is one.
function doing(process, what,    p, call) {
	call = open[process]
	for (p in open)
		if (table[p] == table[process] && open[p] ~ /^read/ && target(open[p], 1) == what)
			call = open[p]
	if (call == "")
		return "no call (it runs, or is stopped)"
	sub(/ *<unfinished \.\.\.>$/, "", call) # killed in it
	sub(/[, ]+$/, "", call)
	return call ", ...)"
}
