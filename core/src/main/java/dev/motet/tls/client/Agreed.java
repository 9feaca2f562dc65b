package dev.motet.tls.client;

import dev.motet.tls.handshake.Carrier;
import dev.motet.tls.handshake.ClientConfig;
import dev.motet.tls.message.CipherSuite;
import dev.motet.tls.schedule.KeySchedule;
import dev.motet.tls.schedule.Transcript;
import org.jspecify.annotations.Nullable;

/// What is settled once a ServerHello of TLS 1.3 was taken; the states of the handshake hand it on.
/// Arrays are not to be changed.
///
/// @param hello the one that counted
/// @param ech whether the hello that counted was hidden
/// @param publicName of a server that did not take a hidden one; null for all others
/// @param transcript up to the message that was received last
/// @param clientSecret handshake traffic secret
/// @param serverSecret handshake traffic secret
record Agreed(
    ClientConfig config,
    Carrier carrier,
    SentHello hello,
    CipherSuite suite,
    int group,
    boolean resumed,
    boolean ech,
    @Nullable String publicName,
    KeySchedule schedule,
    Transcript transcript,
    byte[] clientSecret,
    byte[] serverSecret,
    WriteSwitch writing) {
  /// What the certificate of the server must be for; null where no name is asked for.
  @Nullable String name() {
    return publicName == null ? config.serverName() : publicName;
  }

  /// Gives a secret to those who watch their own connections.
  void log(String label, byte[] secret) {
    config.keyLog().write(label, hello.hello().random(), secret);
  }

  /// Adds what is sent to the transcript, and sends it.
  void send(byte[] message) {
    transcript.add(message);
    carrier.send(message);
  }

  /// Never shows secrets.
  @Override
  public String toString() {
    return "Agreed[" + suite + ", group " + group + ", ***]";
  }
}
