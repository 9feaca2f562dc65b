package dev.motet.app.command;

import java.security.GeneralSecurityException;
import java.security.SecureRandom;
import java.util.Base64;
import java.util.HexFormat;
import java.util.UUID;
import java.util.concurrent.Callable;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/// `generate`: random things that configurations need.
@Command(description = "Generate identifiers and keys.")
final class GenerateCommand {
  static CommandLine line(Terminal terminal) {
    CommandLine line = new CommandLine(new GenerateCommand());
    line.addSubcommand("uuid", new UuidCommand(terminal));
    line.addSubcommand("rand", new RandCommand(terminal));
    line.addSubcommand(
        "wg-keypair", new KeyPairCommand(terminal, KeyPairText::wireGuard), "wireguard-keypair");
    line.addSubcommand("vapid-keypair", new KeyPairCommand(terminal, KeyPairText::vapid));
    line.addSubcommand("reality-keypair", new KeyPairCommand(terminal, TlsKeyText::reality));
    line.addSubcommand("tls-keypair", new TlsCommand(terminal));
    line.addSubcommand("ech-keypair", new EchCommand(terminal));
    return line;
  }

  /// `generate uuid`: version 4.
  @Command(description = "Print a random UUID.")
  private record UuidCommand(Terminal terminal) implements Callable<Integer> {
    @Override
    public Integer call() {
      terminal.out().println(UUID.randomUUID());
      return 0;
    }
  }

  /// `generate rand`: bytes as they are, or as text.
  @Command(description = "Print random bytes.")
  private static final class RandCommand implements Callable<Integer> {
    private static final int MAX = 1 << 24;

    private final Terminal terminal;

    @Parameters(paramLabel = "LENGTH", description = "Number of bytes.")
    private int length;

    @Option(names = "--base64", description = "As base64.")
    private boolean base64;

    @Option(names = "--hex", description = "As hexadecimal digits.")
    private boolean hex;

    RandCommand(Terminal terminal) {
      this.terminal = terminal;
    }

    @Override
    public Integer call() throws CommandException {
      if (length < 0 || length > MAX) {
        throw new CommandException("length " + length + " (expected: 0 to " + MAX + ")");
      }
      byte[] bytes = new byte[length];
      new SecureRandom().nextBytes(bytes);
      if (base64) {
        terminal.out().println(Base64.getEncoder().encodeToString(bytes));
      } else if (hex) {
        terminal.out().println(HexFormat.of().formatHex(bytes));
      } else {
        terminal.out().writeBytes(bytes);
        terminal.out().flush();
      }
      return 0;
    }
  }

  /// `generate tls-keypair`: a key and a certificate that it signed.
  @Command(description = "Print a private key and a self-signed certificate.")
  private static final class TlsCommand implements Callable<Integer> {
    private final Terminal terminal;

    @Parameters(paramLabel = "SERVER_NAME", description = "Name or address of the server.")
    private String name = "";

    @Option(
        names = {"-m", "--months"},
        description = "Months that it is valid (default: 1).")
    private int months = 1;

    TlsCommand(Terminal terminal) {
      this.terminal = terminal;
    }

    @Override
    public Integer call() throws GeneralSecurityException {
      terminal.out().print(TlsKeyText.pair(name, months, new SecureRandom()));
      terminal.out().flush();
      return 0;
    }
  }

  /// `generate ech-keypair`: what clients and the server need.
  @Command(description = "Print an ECH configuration and its key.")
  private static final class EchCommand implements Callable<Integer> {
    private final Terminal terminal;

    @Parameters(paramLabel = "PLAIN_SERVER_NAME", description = "Name that everybody may see.")
    private String name = "";

    EchCommand(Terminal terminal) {
      this.terminal = terminal;
    }

    @Override
    public Integer call() throws CommandException {
      terminal.out().print(TlsKeyText.ech(name, new SecureRandom()));
      terminal.out().flush();
      return 0;
    }
  }

  /// `generate wg-keypair`, `generate reality-keypair` and `generate vapid-keypair`.
  @Command(description = "Print a private key and its public key.")
  private record KeyPairCommand(Terminal terminal, KeyPairText.Maker maker)
      implements Callable<Integer> {
    @Override
    public Integer call() throws GeneralSecurityException {
      KeyPairText pair = maker.make(new SecureRandom());
      terminal.out().println("PrivateKey: " + pair.privateKey());
      terminal.out().println("PublicKey: " + pair.publicKey());
      return 0;
    }
  }
}
