# A push whose server runs a hook, and the hook leaves something running in the background. git shows
# what the hook prints to its standard error until all who could print there have ended.
export GIT_CONFIG_GLOBAL=/dev/null GIT_AUTHOR_NAME=a GIT_AUTHOR_EMAIL=a@b GIT_COMMITTER_NAME=a GIT_COMMITTER_EMAIL=a@b
git init -q --bare server
printf '#!/bin/sh\nrole daemon sleep infinity >/dev/null &\n' >server/hooks/post-receive
chmod +x server/hooks/post-receive
git init -q work
git -C work commit -q --allow-empty -m one
exec git -C work push -q --receive-pack='role receiver git-receive-pack' ../server HEAD:refs/heads/main
