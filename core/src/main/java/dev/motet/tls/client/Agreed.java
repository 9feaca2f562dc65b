package dev.motet.tls.client;

import dev.motet.tls.handshake.Carrier;
import dev.motet.tls.handshake.ClientConfig;
import dev.motet.tls.message.CipherSuite;
import dev.motet.tls.schedule.KeySchedule;
import dev.motet.tls.schedule.Transcript;

/// What is settled once a ServerHello of TLS 1.3 was taken; the states of the handshake hand it on.
/// Arrays are not to be changed.
///
/// @param hello the one that counted
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
    KeySchedule schedule,
    Transcript transcript,
    byte[] clientSecret,
    byte[] serverSecret,
    WriteSwitch writing) {
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
