/**
 * Has {@link java.lang.ProcessBuilder} of an unchanged program start its processes through
 * Penstock, or only watches them.
 */
module dev.penstock.agent {
    requires dev.penstock.diagnosis;
    requires dev.penstock.dropin;
    requires java.instrument;
    requires org.objectweb.asm;
    requires org.objectweb.asm.commons;
    requires static jdk.jfr;
}
