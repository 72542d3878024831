/**
 * One thread that waits for readiness: {@link dev.penstock.loop.EventLoop}. Usable without the rest
 * of Penstock, for any descriptor that epoll(7) takes.
 */
package dev.penstock.loop;
