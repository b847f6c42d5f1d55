/**
 * Key services as key wrappers: HashiCorp Vault, AWS KMS, Google Cloud KMS, Azure Key Vault. What
 * they get to wrap is encrypted already.
 */
@NullMarked
package dev.sluice.server.keyservice;

import org.jspecify.annotations.NullMarked;
