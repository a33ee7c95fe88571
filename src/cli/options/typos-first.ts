import type { Command, ErrorOptions } from 'commander';
import { nearest } from '../../base/index.ts';

/**
 * Has a command and those below it name an option that they don't know before one that is missing: commander looks for these first,
 * and somebody who misspelt an option would read that it isn't there.
 */
export function typosFirst(command: Command): Command {
  const fail = command.error.bind(command);
  command.error = (message: string, options?: ErrorOptions): never => {
    // What commander could not place stands among the arguments.
    const unknown =
      options?.code === 'commander.missingMandatoryOptionValue'
        ? command.args.find((word) => /^-+\w/.test(word))
        : undefined;
    return unknown === undefined ? fail(message, options) : fail(...unknownOption(unknown, command));
  };
  command.commands.forEach(typosFirst);
  return command;
}

function unknownOption(flag: string, { options }: Command): [string, ErrorOptions] {
  const near = nearest(
    flag.replace(/=.*$/, ''),
    options.flatMap(({ long }) => long ?? []),
  );
  const suggestion = near === undefined ? '' : `\n(Did you mean ${near}?)`;
  return [`error: unknown option '${flag.replace(/=.*$/, '')}'${suggestion}`, { code: 'commander.unknownOption' }];
}
