#compdef penstock
# zsh completion for penstock: put it as _penstock into a folder of $fpath, or
# source <(penstock completion zsh)

# The processes that may be looked at, with their command lines.
_penstock_pids() {
	local folder command
	local -a pids
	for folder in /proc/<->(N); do
		[[ -O $folder || $EUID -eq 0 ]] || continue
		command=$(tr '\0' ' ' 2>/dev/null <$folder/cmdline)
		[[ -n $command && ${folder:t} != $$ ]] && pids+=("${folder:t}:${command[1,60]}")
	done
	_describe process pids
}

# The pipes and sockets of the process that was named before.
_penstock_fds() {
	local link file
	local -a fds
	for link in /proc/${words[(r)<->]}/fd/*(N); do
		file=$(readlink $link 2>/dev/null)
		case $file in pipe:*|socket:*) fds+=("${link:t}:${file//:/\\:}") ;; esac
	done
	_describe descriptor fds
}

_penstock_scenarios() {
	local line name ending
	local -a scenarios
	for line in ${(f)"$(penstock reproduce --list 2>/dev/null | sed -n 's/^\([a-z0-9-]*\)  \(\.[a-z .]*\)  .*/\1 \2/p')"}; do
		name=${line%% *}
		scenarios+=($name)
		for ending in ${=line#* }; do scenarios+=($name$ending); done
	done
	_describe scenario scenarios
}

_penstock() {
	local -a commands options
	commands=(
@COMMANDS@
	)
	if (( CURRENT == 2 )); then
		_describe command commands
		return
	fi
	local command=$words[2]
	shift words
	(( CURRENT-- ))
	case $command in
@OPTIONS@
	esac
	case $command in
	inspect) _arguments $options '*:process:_penstock_pids' ;;
	rescue) _arguments $options '1:process:_penstock_pids' '2:descriptor:_penstock_fds' ;;
	reproduce) _arguments $options '1:scenario:_penstock_scenarios' '*::command:_normal' ;;
	run) _arguments $options '*::command:_normal' ;;
	trace) _arguments $options '*:log:_files' ;;
	limits) _arguments $options ;;
	completion) _values shell bash zsh ;;
	help) _describe command commands ;;
	esac
}

if [[ $funcstack[1] == _penstock ]]; then
	_penstock "$@"
else
	compdef _penstock penstock
fi
