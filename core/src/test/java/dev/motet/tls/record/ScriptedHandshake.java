package dev.motet.tls.record;

import dev.motet.tls.alert.Alert;
import dev.motet.tls.alert.AlertException;
import dev.motet.tls.handshake.Carrier;
import dev.motet.tls.handshake.Handshake;
import dev.motet.tls.handshake.Level;
import dev.motet.tls.handshake.Negotiated;
import dev.motet.tls.handshake.TrafficKeys;
import dev.motet.tls.message.CipherSuite;
import dev.motet.tls.message.HandshakeType;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/// A handshake that agrees on nothing and installs keys that everybody knows, with the messages,
/// keys and moments of TLS 1.3 or 1.2.
public final class ScriptedHandshake implements Handshake {
  private static final int SERVER_HELLO_BODY = 70;

  private final Carrier carrier;
  private final boolean client;
  private final CipherSuite suite;
  private final List<Integer> received = new ArrayList<>();
  private boolean done;
  private int readGeneration;
  private int writeGeneration;
  private volatile boolean owes;
  private int certificateBytes = 300;

  private ScriptedHandshake(Carrier carrier, boolean client, CipherSuite suite) {
    this.carrier = carrier;
    this.client = client;
    this.suite = suite;
  }

  public static Function<Carrier, Handshake> client(CipherSuite suite) {
    return carrier -> new ScriptedHandshake(carrier, true, suite);
  }

  public static Function<Carrier, Handshake> server(CipherSuite suite) {
    return carrier -> new ScriptedHandshake(carrier, false, suite);
  }

  /// A server whose certificates have so many bytes.
  public static Function<Carrier, Handshake> server(CipherSuite suite, int certificateBytes) {
    return carrier -> {
      ScriptedHandshake made = new ScriptedHandshake(carrier, false, suite);
      made.certificateBytes = certificateBytes;
      return made;
    };
  }

  /// What one side sends with, from the change of keys on that has this number.
  public static TrafficKeys keys(CipherSuite suite, boolean ofClient, Level level, int generation) {
    byte[] secret = new byte[suite.hash().hashBytes()];
    Arrays.fill(secret, (byte) (level.ordinal() * 16 + generation * 2 + (ofClient ? 1 : 0)));
    if (suite.isTls13()) {
      return new TrafficKeys.Tls13(level, suite, secret);
    }
    boolean chacha = suite.name().contains("CHACHA20");
    return new TrafficKeys.Tls12(
        suite,
        Arrays.copyOf(secret, suite.aead().keyBytes()),
        Arrays.copyOf(secret, chacha ? 12 : 4));
  }

  /// A message with its header.
  public static byte[] message(int type, int bytes) {
    byte[] message = new byte[4 + bytes];
    message[0] = (byte) type;
    message[1] = (byte) (bytes >>> 16);
    message[2] = (byte) (bytes >>> 8);
    message[3] = (byte) bytes;
    return message;
  }

  public static byte[] keyUpdate(boolean requested) {
    return new byte[] {HandshakeType.KEY_UPDATE, 0, 0, 1, (byte) (requested ? 1 : 0)};
  }

  /// Types of the messages that came.
  public List<Integer> received() {
    return received;
  }

  /// Changes of the keys that this side sends with, after the handshake.
  public int writeGeneration() {
    return writeGeneration;
  }

  @Override
  public void start() {
    if (client) {
      carrier.send(message(HandshakeType.CLIENT_HELLO, 200));
    }
  }

  @Override
  public void receive(byte[] message) throws AlertException {
    int type = message[0];
    received.add(type);
    switch (type) {
      case HandshakeType.CLIENT_HELLO -> answer();
      case HandshakeType.SERVER_HELLO -> {
        if (suite.isTls13()) {
          readKeys(Level.HANDSHAKE);
        }
      }
      case HandshakeType.SERVER_HELLO_DONE -> finishAsClientOfTls12();
      case HandshakeType.FINISHED -> finish();
      case HandshakeType.KEY_UPDATE -> {
        if (message.length != 5) {
          throw new AlertException(Alert.DECODE_ERROR, "KeyUpdate of another length");
        }
        owes |= message[4] == 1;
        readGeneration++;
        readKeys(Level.APPLICATION);
      }
      default -> {}
    }
  }

  @Override
  public void receiveChangeCipherSpec() throws AlertException {
    if (suite.isTls13() || done) {
      throw new AlertException(Alert.UNEXPECTED_MESSAGE, "ChangeCipherSpec out of order");
    }
    readKeys(Level.APPLICATION);
  }

  private void answer() throws AlertException {
    carrier.send(message(HandshakeType.SERVER_HELLO, SERVER_HELLO_BODY));
    if (!suite.isTls13()) {
      carrier.send(message(HandshakeType.CERTIFICATE, certificateBytes));
      carrier.send(message(HandshakeType.SERVER_HELLO_DONE, 0));
      return;
    }
    carrier.sendChangeCipherSpec();
    writeKeys(Level.HANDSHAKE);
    readKeys(Level.HANDSHAKE);
    carrier.send(message(HandshakeType.ENCRYPTED_EXTENSIONS, 2));
    carrier.send(message(HandshakeType.CERTIFICATE, certificateBytes));
    carrier.send(message(HandshakeType.FINISHED, 32));
    writeKeys(Level.APPLICATION);
  }

  private void finishAsClientOfTls12() {
    carrier.send(message(HandshakeType.CLIENT_KEY_EXCHANGE, 33));
    carrier.sendChangeCipherSpec();
    writeKeys(Level.APPLICATION);
    carrier.send(message(HandshakeType.FINISHED, 12));
  }

  private void finish() throws AlertException {
    if (suite.isTls13()) {
      if (client) {
        carrier.sendChangeCipherSpec();
        writeKeys(Level.HANDSHAKE);
        carrier.send(message(HandshakeType.FINISHED, 32));
        writeKeys(Level.APPLICATION);
      }
      readKeys(Level.APPLICATION);
    } else if (!client) {
      carrier.sendChangeCipherSpec();
      writeKeys(Level.APPLICATION);
      carrier.send(message(HandshakeType.FINISHED, 12));
    }
    done = true;
  }

  private void readKeys(Level level) throws AlertException {
    carrier.readKeys(keys(suite, !client, level, readGeneration));
  }

  private void writeKeys(Level level) {
    carrier.writeKeys(keys(suite, client, level, writeGeneration));
  }

  @Override
  public int maxMessageBytes() {
    return 40_000;
  }

  @Override
  public boolean isDone() {
    return done;
  }

  @Override
  public @Nullable Negotiated negotiated() {
    int version = suite.isTls13() ? 0x0304 : 0x0303;
    return done
        ? new Negotiated(version, suite, 0x001d, null, null, List.of(), false, false)
        : null;
  }

  @Override
  public boolean owesKeyUpdate() {
    return owes;
  }

  @Override
  public void updateWriteKeys() {
    if (suite.isTls13()) {
      owes = false;
      carrier.send(keyUpdate(false));
      writeGeneration++;
      writeKeys(Level.APPLICATION);
    }
  }

  @Override
  public byte[] export(byte[] label, byte[] context, int length) {
    return new byte[length];
  }
}
