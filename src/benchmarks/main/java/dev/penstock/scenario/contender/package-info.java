/**
 * Those who do the scenarios' work in Java: Penstock, the JDK and the other libraries, a class
 * each.
 */
package dev.penstock.scenario.contender;
