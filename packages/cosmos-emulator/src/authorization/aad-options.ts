import { refuseUnknownOptions } from '../options/refuse-unknown-options.ts';

/** Who validates tokens of Microsoft Entra ID (formerly Azure AD). */
export interface AadOptions {
  /**
   * Says whether a token is valid: signature, audience, expiry, whatever matters to you.
   *
   * @param token  The token as the client sent it, usually a JWT.
   * @returns `false` refuses the request with 401, as does a failure.
   */
  readonly validate: (token: string) => boolean | Promise<boolean>;
}

/**
 * Checks the option `aad`.
 *
 * @throws {TypeError} unless it is left out or has the function `validate` alone.
 */
export function resolveAad(aad: AadOptions | undefined): AadOptions | undefined {
  if (aad === undefined) return undefined;
  refuseUnknownOptions('aad', aad, new Set<keyof AadOptions>(['validate']));
  if (typeof aad.validate !== 'function') throw new TypeError('aad must have a function validate.');
  return aad;
}
