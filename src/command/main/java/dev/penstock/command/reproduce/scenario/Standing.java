package dev.penstock.command.reproduce.scenario;

/**
 * A condition of a case's having come to where it stays.
 *
 * @param role which process
 * @param does what one of its threads does
 */
record Standing(String role, Doing does) {
    @Override
    public String toString() {
        return role + " " + does.word();
    }
}
