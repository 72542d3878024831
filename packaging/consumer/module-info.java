module example {
    requires dev.penstock;
}
