package dev.motet.bench;

import dev.motet.crypto.Providers;
import dev.motet.crypto.PublicKeys;
import dev.motet.io.Buffer;
import dev.motet.io.ProtocolException;
import dev.motet.tls.client.ClientHandshake;
import dev.motet.tls.fingerprint.PlainHello;
import dev.motet.tls.handshake.ClientConfig;
import dev.motet.tls.handshake.HelloHook;
import dev.motet.tls.handshake.Identity;
import dev.motet.tls.handshake.KeyLog;
import dev.motet.tls.handshake.PeerVerifier;
import dev.motet.tls.handshake.ServerConfig;
import dev.motet.tls.alert.Alert;
import dev.motet.tls.alert.AlertException;
import dev.motet.tls.record.RecordLayer;
import dev.motet.tls.server.ServerHandshake;
import java.io.ByteArrayInputStream;
import java.lang.management.ManagementFactory;
import java.lang.management.ThreadMXBean;
import java.security.GeneralSecurityException;
import java.security.SecureRandom;
import java.security.cert.CertificateException;
import java.security.cert.CertificateFactory;
import java.time.InstantSource;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.Callable;

/// Prints what TLS 1.3 costs in memory, both ends on one thread, against the JDK's and BoringSSL's
/// (netty-tcnative): records of AES-128-GCM sealed and opened, and full handshakes with X25519. CPU
/// time, in turn A B C, then C B A; the median of the rounds.
public final class TlsBench {
  private static final int ROUNDS = 8;
  private static final long WARM_UP_NANOS = 3_000_000_000L;
  private static final long ROUND_NANOS = 500_000_000L;
  private static final ThreadMXBean CPU = ManagementFactory.getThreadMXBean();

  private TlsBench() {}

  public static void main(String[] args) throws Exception {
    if (args.length == 0 || args[0].equals("records")) {
      records();
    }
    if (args.length == 0 || args[0].equals("handshakes")) {
      handshakes("EC");
      handshakes("Ed25519");
    }
  }

  private static void records() throws Exception {
    TlsEngines.Shown shown = TlsEngines.Shown.create("EC");
    TlsEngines jdk = TlsEngines.ofJdk(shown).make();
    TlsEngines boring = TlsEngines.ofBoringSsl(shown).make();
    System.out.println("suites: " + jdk.suite() + ", " + boring.suite());
    for (int bytes : new int[] {16_384, 1_400}) {
      Pair own = new Pair(shown, Providers.plain(new SecureRandom()), false);
      Buffer content = Buffer.allocate(bytes);
      Buffer opened = Buffer.allocate(bytes + 1);
      Map<String, Callable<?>> cases = new LinkedHashMap<>();
      cases.put("motet", () -> own.move(content, bytes, opened));
      cases.put("jdk", () -> moved(jdk, bytes));
      cases.put("boringssl", () -> moved(boring, bytes));
      Map<String, Double> nanos = compare(cases);
      nanos.forEach((name, each) ->
          System.out.printf(
              Locale.ROOT,
              "records of %d bytes, %s: %.0f ns sealed and opened, %.0f MB/s of CPU time%n",
              bytes, name, each, bytes * 1000.0 / each));
    }
  }

  private static Object moved(TlsEngines engines, int bytes) throws Exception {
    engines.move(bytes);
    return engines;
  }

  private static void handshakes(String algorithm) throws Exception {
    TlsEngines.Shown shown = TlsEngines.Shown.create(algorithm);
    PublicKeys plain = Providers.plain(new SecureRandom());
    PublicKeys fastest = Providers.fastest(new SecureRandom());
    TlsEngines.Maker jdk = TlsEngines.ofJdk(shown);
    Map<String, Callable<?>> cases = new LinkedHashMap<>();
    cases.put("motet, plain", () -> new Pair(shown, plain, true));
    cases.put("motet, fastest", () -> new Pair(shown, fastest, true));
    cases.put("jdk", jdk::make);
    if (algorithm.equals("EC")) { // BoringSSL's server has Ed25519 switched off
      TlsEngines.Maker boring = TlsEngines.ofBoringSsl(shown);
      cases.put("boringssl", () -> {
        TlsEngines made = boring.make();
        made.close();
        return made;
      });
    }
    compare(cases).forEach((name, each) ->
        System.out.printf(
            Locale.ROOT,
            "handshakes, %s, %s: %.0f us of CPU time for both ends, %.0f/s%n",
            algorithm, name, each / 1000, 1e9 / each));
  }

  /// The median of what one call costs, in nanoseconds of CPU time.
  private static Map<String, Double> compare(Map<String, Callable<?>> cases) throws Exception {
    List<String> names = List.copyOf(cases.keySet());
    Map<String, double[]> samples = new LinkedHashMap<>();
    for (String name : names) {
      run(cases.get(name), WARM_UP_NANOS);
      samples.put(name, new double[ROUNDS]);
    }
    for (int round = 0; round < ROUNDS; round++) {
      for (String name : round % 2 == 0 ? names : names.reversed()) {
        samples.get(name)[round] = run(cases.get(name), ROUND_NANOS);
      }
    }
    Map<String, Double> medians = new LinkedHashMap<>();
    samples.forEach((name, each) -> {
      Arrays.sort(each);
      medians.put(name, each[ROUNDS / 2]);
    });
    return medians;
  }

  private static double run(Callable<?> call, long nanos) throws Exception {
    long calls = 0;
    long start = CPU.getCurrentThreadCpuTime();
    long used = 0;
    while (used < nanos) {
      for (int i = 0; i < 50; i++) {
        call.call();
      }
      calls += 50;
      used = CPU.getCurrentThreadCpuTime() - start;
    }
    return used / (double) calls;
  }

  /// Both ends of ours, after the handshake.
  private static final class Pair {
    private final RecordLayer client;
    private final RecordLayer server;

    Pair(TlsEngines.Shown shown, PublicKeys keys, boolean parse) throws Exception {
      SecureRandom random = new SecureRandom();
      ClientConfig clientConfig = clientConfig(shown, keys, random, parse);
      ServerConfig serverConfig = serverConfig(shown, keys, random);
      client = new RecordLayer(carrier -> new ClientHandshake(clientConfig, carrier));
      server = new RecordLayer(carrier -> new ServerHandshake(serverConfig, carrier));
      client.start();
      Buffer into = Buffer.allocate(20_000);
      while (!client.handshake().isDone() || !server.handshake().isDone()) {
        pass(client, server, into);
        pass(server, client, into);
      }
    }

    private static void pass(RecordLayer from, RecordLayer to, Buffer into)
        throws ProtocolException {
      Buffer output = from.takeOutput();
      while (output != null && !output.isEmpty()) {
        to.receive(output, into.clear());
      }
    }

    Buffer move(Buffer content, int bytes, Buffer opened) throws ProtocolException {
      content.clear();
      content.to += bytes;
      client.updateKeys();
      client.sealInPlace(content);
      server.receive(content, opened.clear());
      return opened;
    }

    private static ClientConfig clientConfig(
        TlsEngines.Shown shown, PublicKeys keys, SecureRandom random, boolean parse) {
      PeerVerifier verifier =
          (chain, name) -> {
            if (!parse) {
              return shown.certificate().getPublicKey();
            }
            try {
              return CertificateFactory.getInstance("X.509")
                  .generateCertificate(new ByteArrayInputStream(chain.getFirst()))
                  .getPublicKey();
            } catch (CertificateException e) {
              throw new AlertException(Alert.BAD_CERTIFICATE, e.toString());
            }
          };
      return new ClientConfig(
          PlainHello.shape(0x0304, 0x0304, Set.of(0x1301)), "bench", true, null, 0x0304, 0x0304,
          Set.of(0x1301), verifier, null, null, List.of(), keys, random, InstantSource.system(),
          KeyLog.NONE, HelloHook.NONE, null, false);
    }

    private static ServerConfig serverConfig(
        TlsEngines.Shown shown, PublicKeys keys, SecureRandom random)
        throws GeneralSecurityException {
      int scheme = shown.key().getAlgorithm().equals("EC") ? 0x0403 : 0x0807;
      Identity identity =
          new Identity(
              List.of(shown.certificate().getEncoded()), shown.key(), List.of(scheme), null);
      return new ServerConfig(
          hello -> identity, List.of(), 0x0304, 0x0304, List.of(0x1301), List.of(0x001d),
          ServerConfig.ClientAuth.NO, null, List::of, null, List.of(), keys, random,
          InstantSource.system(), KeyLog.NONE, false);
    }
  }
}
