/** `acceptedWarnings`: findings that a caller knows of and takes, each with a reason. */
import { z } from 'zod';
import { errorCodes } from '../domain/error-codes';
import { type WarningCode, warningCodes } from '../domain/warning-codes';
import { fields, shown } from './fields';

const isWarningCode = (code: string): code is WarningCode => (warningCodes as readonly string[]).includes(code);

const warningCode = fields
  .text()
  .transform((value, context): WarningCode => {
    const code = value.toUpperCase();
    if (isWarningCode(code)) return code;
    const why = Object.hasOwn(errorCodes, code)
      ? `is an error, which nobody can accept: ${shown(code)}; mend its cause`
      : `must be the code of a warning, not ${shown(value)}; those that there are: ${warningCodes.join(', ')}`;
    context.issues.push({ code: 'custom', message: why, input: undefined });
    return z.NEVER;
  })
  .meta({ enum: [...warningCodes] });

/** In the order of their codes, so that the same ones in another order are the same request. */
export const acceptedWarnings = z
  .array(fields.group({ code: warningCode, reason: fields.text(500) }), { error: 'must be an array of {code, reason}' })
  .superRefine((given, context) => {
    for (const [index, { code }] of given.entries()) {
      if (given.findIndex((other) => other.code === code) < index) {
        context.addIssue({ code: 'custom', path: [index, 'code'], message: `names ${shown(code)} again; give one reason` });
      }
    }
  })
  .transform((given) => [...given].sort((one, other) => (one.code < other.code ? -1 : 1)));
