package dev.motet.os;

import java.io.IOException;
import java.nio.BufferUnderflowException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.List;

/// Routes to everywhere, as the kernel's answers to RTM_GETROUTE tell them (rtnetlink(7)).
///
/// @param index of the interface
/// @param metric the lower one wins
/// @param ipv6 of which family
record DefaultRoute(int index, long metric, boolean ipv6) {
  private static final int RTM_NEWROUTE = 24;
  private static final int RTM_GETROUTE = 26;
  private static final int NLMSG_ERROR = 2;
  private static final int NLMSG_DONE = 3;
  private static final int REQUEST_AND_DUMP = 0x301;
  private static final int RTN_UNICAST = 1;
  private static final int TABLE_MAIN = 254;
  private static final int RTA_OIF = 4;
  private static final int RTA_PRIORITY = 6;
  private static final int RTA_MULTIPATH = 9;
  private static final int HEADER_BYTES = 16;

  /// Asks for all routes.
  // nlmsghdr: length (u32), type (u16), flags (u16), sequence (u32), port (u32); rtmsg: 12 bytes,
  // the first one the family, where 0 stands for all. Numbers are in the machine's order.
  static byte[] request(int sequence) {
    ByteBuffer out = ByteBuffer.allocate(HEADER_BYTES + 12).order(ByteOrder.nativeOrder());
    out.putInt(out.capacity()).putShort((short) RTM_GETROUTE).putShort((short) REQUEST_AND_DUMP);
    out.putInt(sequence).putInt(0);
    return out.array();
  }

  /// Adds the default routes of the main table that one datagram of the answer holds.
  ///
  /// @return whether the answer is complete
  /// @throws IOException when the kernel reports an error, or the datagram is malformed
  static boolean read(byte[] datagram, int length, List<DefaultRoute> into) throws IOException {
    ByteBuffer in = ByteBuffer.wrap(datagram, 0, length).slice().order(ByteOrder.nativeOrder());
    try {
      while (in.remaining() >= HEADER_BYTES) {
        int start = in.position();
        int bytes = in.getInt();
        int type = Short.toUnsignedInt(in.getShort());
        in.position(start + HEADER_BYTES);
        if (bytes < HEADER_BYTES || bytes > length - start) {
          throw new IOException("netlink message of " + bytes + " bytes in " + (length - start));
        }
        switch (type) {
          case NLMSG_DONE -> {
            return true;
          }
          case NLMSG_ERROR -> throw new IOException("netlink: " + Errno.text(-in.getInt()));
          case RTM_NEWROUTE -> route(in.slice(in.position(), bytes - HEADER_BYTES), into);
          default -> {
            // of no interest
          }
        }
        in.position(Math.min(length, start + aligned(bytes)));
      }
      return false;
    } catch (BufferUnderflowException | IllegalArgumentException | IndexOutOfBoundsException e) {
      throw new IOException("malformed netlink message", e);
    }
  }

  // rtmsg: family, dst_len, src_len, tos, table, protocol, scope, type (u8 each), flags (u32)
  private static void route(ByteBuffer unordered, List<DefaultRoute> into) {
    ByteBuffer in = unordered.order(ByteOrder.nativeOrder());
    int family = in.get();
    int destinationBits = in.get();
    in.position(4);
    int table = Byte.toUnsignedInt(in.get());
    in.position(7);
    int type = in.get();
    in.position(12);
    if (destinationBits != 0 || table != TABLE_MAIN || type != RTN_UNICAST) {
      return;
    }
    int index = 0;
    long metric = 0;
    while (in.remaining() >= 4) {
      int start = in.position();
      int bytes = Short.toUnsignedInt(in.getShort());
      int attribute = Short.toUnsignedInt(in.getShort());
      if (bytes < 4) {
        return;
      }
      switch (attribute) {
        case RTA_OIF -> index = in.getInt();
        case RTA_PRIORITY -> metric = Integer.toUnsignedLong(in.getInt());
        // rtnexthop: length (u16), flags, hops (u8 each), interface (u32): the first hop counts
        case RTA_MULTIPATH -> index = in.getInt(in.position() + 4);
        default -> {
          // of no interest
        }
      }
      in.position(Math.min(in.limit(), start + aligned(bytes)));
    }
    if (index > 0) {
      into.add(new DefaultRoute(index, metric, family == SockAddr.AF_INET6));
    }
  }

  private static int aligned(int bytes) {
    return (bytes + 3) & ~3;
  }
}
