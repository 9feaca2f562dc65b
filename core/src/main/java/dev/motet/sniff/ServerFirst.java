package dev.motet.sniff;

/// Ports whose clients say nothing before the server does: waiting for them would only delay.
public final class ServerFirst {
  private ServerFirst() {}

  public static boolean is(int port) {
    return switch (port) {
      case 25, 465, 587 -> true; // SMTP
      case 143, 993 -> true; // IMAP
      case 110, 995 -> true; // POP3
      default -> false;
    };
  }
}
