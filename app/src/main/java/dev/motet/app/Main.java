package dev.motet.app;

/// The `motet` command.
public final class Main {
  private Main() {}

  public static void main(String[] args) {}
}
