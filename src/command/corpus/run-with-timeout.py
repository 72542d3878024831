"""Runs a command that may take half an hour, and takes five minutes."""
import subprocess

subprocess.run(["role", "child", "sleep", "300"], stdout=subprocess.PIPE, stderr=subprocess.PIPE, timeout=1800)
