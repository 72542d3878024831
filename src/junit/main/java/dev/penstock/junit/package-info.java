/** Tests that hang say why: {@link dev.penstock.junit.ExplainHangs}. */
package dev.penstock.junit;
