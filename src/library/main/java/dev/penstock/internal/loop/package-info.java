/**
 * The event loop and the parts it is made of: an epoll set, a waker, timers, registrations by slot
 * and generation.
 */
package dev.penstock.internal.loop;
