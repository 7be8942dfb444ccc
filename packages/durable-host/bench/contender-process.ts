// A contender in a process of its own: argv names its module, from here, the folder for its data and its options; loads come as messages,
// milliseconds go back.
import { type Contender, carry, type Load } from './load.ts';

const [module = '', folder = '', options = '{}'] = process.argv.slice(2);
const { open } = (await import(module)) as {
  open: (folder: string, options: unknown) => Promise<Contender>;
};
const contender = await open(folder, JSON.parse(options));
process.on('message', async (message: Load | 'close') => {
  if (message === 'close') {
    await contender.close();
    process.disconnect();
  } else process.send?.(await carry(contender, message));
});
process.send?.('ready');
