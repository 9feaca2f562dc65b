package dev.motet.api.control;

/// A request that cannot be carried out; the message is for the user.
public final class ControlException extends Exception {
  private static final long serialVersionUID = 1;

  public ControlException(String message) {
    super(message);
  }
}
