/** The programs of docs/recipes. */
module recipes {
    requires dev.penstock;
}
