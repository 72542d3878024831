/**
 * What a process holds, and what it holds still after a piece of work that should have let it go.
 */
package dev.penstock.leaks;
