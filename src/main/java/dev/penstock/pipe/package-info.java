/**
 * Kernel pipes: {@link dev.penstock.pipe.Pipe} makes one, {@link dev.penstock.pipe.PipeChannel} is
 * one end of it, {@link dev.penstock.pipe.Pump} carries bytes from a channel to a sink, and {@link
 * dev.penstock.pipe.Feeder} from a source to a channel, both on an event loop.
 */
package dev.penstock.pipe;
