#compdef penstock
# The completion that picocli has made for bash, in zsh.
autoload -U +X bashcompinit && bashcompinit
# bash's, which picocli calls to say whether a space follows.
compopt() { : }
source @BASH@
# From the second time on it is the one that this has registered.
_bash_complete -o default -F _complete_penstock
