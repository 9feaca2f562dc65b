/// REALITY: TLS 1.3 whose server looks like another site to all but those who know its key.
@NullMarked
package dev.motet.tls.reality;

import org.jspecify.annotations.NullMarked;
