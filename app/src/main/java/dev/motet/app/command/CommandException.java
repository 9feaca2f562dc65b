package dev.motet.app.command;

/// A command cannot do what was asked, for a reason that one sentence tells.
final class CommandException extends Exception {
  private static final long serialVersionUID = 1;

  CommandException(String message) {
    super(message);
  }

  CommandException(String message, Throwable cause) {
    super(message, cause);
  }
}
