/**
 * Kernel pipes: {@link dev.penstock.pipe.Pipe} makes one, {@link dev.penstock.pipe.PipeChannel} is
 * one end of it, {@link dev.penstock.pipe.Pump} carries bytes from a channel to a sink, and {@link
 * dev.penstock.pipe.Feeder} from a source to a channel, both on an event loop.
 *
 * <p>A {@link dev.penstock.pipe.DirectSink} and a {@link dev.penstock.pipe.DirectSource} have the
 * kernel move the bytes instead, as {@link dev.penstock.pipe.FileSource} and {@link
 * dev.penstock.pipe.PipeSource} do.
 */
package dev.penstock.pipe;
