# bash completion for penstock: source <(penstock completion bash)

_penstock_options() {
	case $1 in
@OPTIONS@
	esac
}

# The words that an option's value can be; nothing where it is not one of a list.
_penstock_values() {
	case $1 in
@VALUES@
	esac
}

# The processes that may be looked at, a line each: the id, and the command line.
_penstock_pids() {
	local folder command
	for folder in /proc/[0-9]*; do
		[[ ${folder#/proc/} == "$$" || (! -O $folder && $EUID -ne 0) ]] && continue
		command=$(tr '\0' ' ' 2>/dev/null <"$folder/cmdline") || continue
		[[ $command ]] && printf '%s  %.60s\n' "${folder#/proc/}" "$command"
	done 2>/dev/null
}

# A process's pipes and sockets, a line each: the number, and what it is.
_penstock_fds() {
	local link file
	for link in "/proc/$1/fd/"*; do
		file=$(readlink "$link" 2>/dev/null) || continue
		case $file in pipe:* | socket:*) printf '%s  %s\n' "${link##*/}" "$file" ;; esac
	done
}

_penstock_scenarios() {
	local name endings ending
	penstock reproduce --list 2>/dev/null | sed -n 's/^\([a-z0-9-]*\)  \(\.[a-z .]*\)  .*/\1 \2/p' |
		while read -r name endings; do
			echo "$name"
			for ending in $endings; do echo "$name$ending"; done
		done
}

# Lines whose first word goes on as $cur: what follows that word is shown where there are several,
# and left out where it is the only one.
_penstock_described() {
	local line
	while IFS= read -r line; do
		[[ $line == "$cur"* ]] && COMPREPLY+=("$line")
	done
	[[ ${#COMPREPLY[@]} -ne 1 ]] || COMPREPLY[0]=${COMPREPLY[0]%%  *}
}

_penstock() {
	local cur=${COMP_WORDS[COMP_CWORD]} option=${COMP_WORDS[COMP_CWORD - 1]}
	local command=${COMP_WORDS[1]} values word i
	local -a given=()
	COMPREPLY=()
	if [[ $cur == = ]]; then
		cur=''
	elif [[ $option == = ]]; then
		option=${COMP_WORDS[COMP_CWORD - 2]}
	fi
	if [[ $COMP_CWORD -eq 1 || ($command == help && $COMP_CWORD -eq 2) ]]; then
		mapfile -t COMPREPLY < <(compgen -W '@COMMANDS@' -- "$cur")
		return
	fi
	values=$(_penstock_values "$option")
	case $values in
	'') ;;
	FILE | DIR)
		compopt -o filenames 2>/dev/null
		[[ $values == DIR ]] && word=-d || word=-f
		mapfile -t COMPREPLY < <(compgen $word -- "$cur")
		return
		;;
	ANY) return ;;
	*)
		mapfile -t COMPREPLY < <(compgen -W "$values" -- "$cur")
		return
		;;
	esac
	if [[ $cur == -* ]]; then
		mapfile -t COMPREPLY < <(compgen -W "$(_penstock_options "$command")" -- "$cur")
		return
	fi
	for ((i = 2; i < COMP_CWORD; i++)); do
		[[ ${COMP_WORDS[i]} == -* ]] || given+=("${COMP_WORDS[i]}")
	done
	case $command in
	inspect) _penstock_described < <(_penstock_pids) ;;
	rescue)
		case ${#given[@]} in
		0) _penstock_described < <(_penstock_pids) ;;
		1) _penstock_described < <(_penstock_fds "${given[0]}") ;;
		esac
		;;
	reproduce) mapfile -t COMPREPLY < <(compgen -W "$(_penstock_scenarios)" -- "$cur") ;;
	run)
		# The command's name, and what may be its files.
		[[ ${#given[@]} -eq 0 ]] && word=-c || word=-f
		mapfile -t COMPREPLY < <(compgen $word -- "$cur")
		;;
	completion) mapfile -t COMPREPLY < <(compgen -W 'bash zsh' -- "$cur") ;;
	trace)
		compopt -o filenames 2>/dev/null
		mapfile -t COMPREPLY < <(compgen -f -- "$cur")
		;;
	esac
}

complete -F _penstock penstock
