package dev.motet.tls.record;

import dev.motet.io.Buffer;
import dev.motet.io.ProtocolException;
import dev.motet.tls.alert.Alert;
import dev.motet.tls.alert.AlertException;
import dev.motet.tls.alert.AlertReceivedException;
import dev.motet.tls.handshake.Carrier;
import dev.motet.tls.handshake.Handshake;
import dev.motet.tls.handshake.TrafficKeys;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

// hot
/// A TLS connection over a stream without the stream: bytes in, application data and bytes out.
///
/// Threads: one until the handshake is done; then one receives, one seals, and they may differ.
/// After an exception it is not to be used any more, but for [#alert].
public final class RecordLayer implements Carrier {
  /// Records in a row that bring nothing, as Go counts them: empty ones, warnings, tickets, key
  /// updates; and ChangeCipherSpecs of a handshake. More only cost time.
  static final int MAX_USELESS = 16;

  private static final int WARNING = 1;

  private final RecordInput input = new RecordInput();
  private final MessageQueue messages = new MessageQueue();
  private final RecordOutput output = new RecordOutput();
  private final Handshake handshake;
  private final long recordsPerKey;

  private int useless;
  private int changeCipherSpecs;

  /// Handshake messages that came before keys of TLS 1.3.
  private int messagesInClear;

  private boolean sentHandshake;
  private boolean closed;

  /// @param maker makes one side's handshake over this carrier
  public RecordLayer(Function<Carrier, Handshake> maker) {
    this(maker, RecordCipher.GCM_RECORDS);
  }

  /// @param recordsPerKey after which the keys for writing are changed
  RecordLayer(Function<Carrier, Handshake> maker, long recordsPerKey) {
    this.recordsPerKey = recordsPerKey;
    this.handshake = maker.apply(this);
  }

  public Handshake handshake() {
    return handshake;
  }

  /// Begins the handshake; what a client sends waits in [#takeOutput].
  public void start() throws AlertException {
    handshake.start();
    output.endFlight();
  }

  // ---- receiving

  /// Bytes of the record at the front of `raw`, header included; 0 while that is not known.
  public int recordBytes(Buffer raw) throws AlertException {
    return input.recordBytes(raw);
  }

  /// The most content that a record of so many bytes can have.
  public int contentLimit(int recordBytes) {
    return input.contentLimit(recordBytes);
  }

  /// Takes the record off the front of `raw`, which holds all of it. Application data is appended
  /// to `into`; what lies behind may be overwritten, one byte more than [#contentLimit].
  ///
  /// @return bytes of application data; 0 for a record of another kind, after which there may be
  ///   output, a handshake that is done, or the end ([#isClosed])
  /// @throws AlertException when the peer broke a rule
  /// @throws AlertReceivedException when the peer gave up
  public int receive(Buffer raw, Buffer into) throws ProtocolException {
    int start = into.to;
    int type = input.open(raw, input.recordBytes(raw), into);
    int length = into.to - start;
    if (type == ContentType.APPLICATION_DATA) {
      receiveData(length);
      return length;
    }
    into.to = start;
    switch (type) {
      case RecordInput.SKIPPED -> {}
      case ContentType.HANDSHAKE -> receiveHandshake(into.array, start, length);
      case ContentType.ALERT -> receiveAlert(into.array, start, length);
      default -> receiveChangeCipherSpec(length == 1 && into.array[start] == 1);
    }
    return 0;
  }

  /// Whether the peer has sent its last byte.
  public boolean isClosed() {
    return closed;
  }

  private void receiveData(int length) throws AlertException {
    refuseInterleaving("application data");
    // RFC 8446 5: the keys and the moment decide what is allowed
    if (!input.isApplication() || !handshake.isDone()) {
      throw unexpected("application data during the handshake");
    }
    if (length == 0) {
      countUseless("empty records");
    } else {
      useless = 0;
    }
  }

  private void receiveHandshake(byte[] content, int from, int length) throws AlertException {
    boolean done = handshake.isDone();
    messages.add(content, from, length);
    for (byte[] message = next(); message != null; message = next()) {
      if (done) {
        countUseless("handshake messages");
      }
      if (!input.isTls13()) {
        messagesInClear++;
      }
      handshake.receive(message);
    }
    if (!done) {
      output.endFlight(); // later it is the writing thread's
    }
  }

  private byte @Nullable [] next() throws AlertException {
    return messages.next(handshake.maxMessageBytes());
  }

  // RFC 8446 6: level (u8), description (u8); one in a record, never cut
  private void receiveAlert(byte[] content, int from, int length) throws ProtocolException {
    if (length != 2) {
      throw new AlertException(Alert.DECODE_ERROR, "alert of " + length + " bytes (expected: 2)");
    }
    int level = content[from];
    int code = content[from + 1] & 0xff;
    if (code == Alert.CLOSE_NOTIFY.code()) {
      closed = true;
      return;
    }
    // RFC 8446 6: the level means nothing in TLS 1.3; user_canceled announces a close_notify
    boolean dropped = code == Alert.USER_CANCELED.code() || (level == WARNING && !input.isTls13());
    if (!dropped) {
      throw new AlertReceivedException(code);
    }
    refuseInterleaving("an alert");
    countUseless("warnings");
  }

  private void receiveChangeCipherSpec(boolean valid) throws AlertException {
    refuseInterleaving("ChangeCipherSpec");
    // RFC 8446 5: only the value 1, between the first ClientHello and the peer's Finished
    boolean early = messagesInClear == 0 && !sentHandshake;
    if (!valid || early || input.isApplication() || ++changeCipherSpecs > MAX_USELESS) {
      throw unexpected(
          valid ? "ChangeCipherSpec out of order" : "ChangeCipherSpec of another value than 1");
    }
    // before keys of TLS 1.3, only TLS 1.2 has a second message, or keys of its own
    if (!input.isTls13() && (output.isTls12() || messagesInClear > 1)) {
      handshake.receiveChangeCipherSpec();
      output.endFlight();
    }
  }

  /// RFC 8446 5.1: nothing may stand between the parts of a message.
  private void refuseInterleaving(String what) throws AlertException {
    if (!messages.isEmpty()) {
      throw unexpected(what + " in the middle of a handshake message");
    }
  }

  private void countUseless(String what) throws AlertException {
    if (++useless > MAX_USELESS) {
      throw unexpected("more than " + MAX_USELESS + " " + what + " in a row");
    }
  }

  private static AlertException unexpected(String message) {
    return new AlertException(Alert.UNEXPECTED_MESSAGE, message);
  }

  // ---- sending

  /// Records that are ready to leave, which the caller gets; null for none.
  public @Nullable Buffer takeOutput() {
    return output.take();
  }

  /// Adds an alert to the output.
  public void alert(Alert alert) {
    output.alert(alert);
  }

  /// The record of an alert before there are keys.
  public static byte[] alertInClear(Alert alert) {
    RecordOutput output = new RecordOutput();
    output.alert(alert);
    Buffer record = output.take();
    return record == null ? new byte[0] : record.toBytes();
  }

  /// Whether messages of a flight share records, as BoringSSL sends them, or each has its own, as
  /// with Go and OpenSSL. They share unless told otherwise.
  public void joinMessages(boolean together) {
    output.join(together);
  }

  /// Cuts and pads application data from here on; null for records as long as they may be.
  public void shape(@Nullable RecordShape shape) {
    output.shape(shape);
  }

  /// Changes the keys where the peer asked for it, or where they have protected enough. To be
  /// called before application data is sealed.
  public void updateKeys() {
    // RFC 8446 4.6.3, 5.5
    if (handshake.owesKeyUpdate() || output.isWornOut(recordsPerKey)) {
      handshake.updateWriteKeys();
      output.endFlight();
    }
  }

  /// Whether there is room around `content` for [#sealInPlace].
  public boolean fitsInPlace(Buffer content) {
    return output.fitsInPlace(content);
  }

  /// The most content that one record may have.
  public int maxContentBytes() {
    return output.maxContent();
  }

  /// Makes records of all of `content`, without another array: the last one stays at its place,
  /// those before it make way downwards.
  public void sealInPlace(Buffer content) {
    output.sealInPlace(content);
  }

  /// Moves bytes from the front of `content` into records behind those of `into`, as many as it has
  /// room for. Overwrites the byte behind each part for a moment.
  public void seal(Buffer content, Buffer into) {
    output.seal(content, into);
  }

  // ---- what the handshake calls

  @Override
  public void send(byte[] message) {
    sentHandshake = true;
    output.message(message);
  }

  @Override
  public void send(byte[] message, int recordBytes) throws AlertException {
    sentHandshake = true;
    output.message(message, recordBytes);
  }

  @Override
  public void sendChangeCipherSpec() {
    output.changeCipherSpec();
  }

  @Override
  public void writeKeys(TrafficKeys keys) {
    output.keys(keys);
  }

  @Override
  public void readKeys(TrafficKeys keys) throws AlertException {
    // RFC 8446 5.1: messages before a change of keys end with their record
    refuseInterleaving("a change of keys");
    input.keys(RecordCipher.of(keys));
  }

  @Override
  public void limitRecords(int bytes) {
    output.limit(bytes);
  }

  @Override
  public void skipEarlyData() {
    input.skipEarlyData();
  }

  @Override
  public void sendPadding(int recordBytes) throws AlertException {
    output.padding(recordBytes);
  }
}
