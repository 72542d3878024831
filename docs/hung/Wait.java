class Wait {
    public static void main(String[] args) throws Exception {
        Process child = new ProcessBuilder("seq", "100000").start();
        System.out.println(child.waitFor());
        System.out.println(child.getInputStream().readAllBytes().length);
    }
}
