# git over ssh: the connection's master stays behind in a session of its own, with the standard
# error that it was started with. Here a shell plays git and ssh.
require "open3"
Open3.capture3("role child sh -c 'setsid role master sleep infinity >/dev/null & echo fetched'")
