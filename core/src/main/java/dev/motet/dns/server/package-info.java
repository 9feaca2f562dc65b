/// The servers of the section `dns`: one class for each type, and how they are asked.
@NullMarked
package dev.motet.dns.server;

import org.jspecify.annotations.NullMarked;
