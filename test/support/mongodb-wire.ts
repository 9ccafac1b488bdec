/** Stands between a client and a MongoDB server, reads what is asked, and breaks connections where a test wants it. */
import { once } from 'node:events';
import { connect, createServer, type Socket } from 'node:net';
import mongoose from 'mongoose';

const { BSON } = mongoose.mongo;
const OP_MSG = 2013;
const HEAD = 16;
/** Flags and the kind of the first section. */
const BEFORE_COMMAND = 5;

/** A command as it went over the wire: its name is its first member. */
export type WireCommand = Readonly<Record<string, unknown>>;

/** `lost-request`: the connection breaks before the server hears of it; `lost-answer`: after the server has done it. */
export type WireFault = 'lost-request' | 'lost-answer' | null;

/** The place between. */
export interface Wire {
  readonly port: number;
  /** Commands since the last call. */
  taken(): readonly WireCommand[];
  /** Breaks the connection at the next command of that name. */
  breakAt(command: string, fault: Exclude<WireFault, null>): void;
  close(): Promise<void>;
}

/** Opens a port whose connections go to `target`, a port of the loopback address. */
export async function openWire(target: number): Promise<Wire> {
  let commands: WireCommand[] = [];
  let trap: { readonly command: string; readonly fault: WireFault } | null = null;
  const sockets = new Set<Socket>();

  function faultOf(command: WireCommand): WireFault {
    commands.push(command);
    if (!trap || !Object.hasOwn(command, trap.command)) return null;
    const { fault } = trap;
    trap = null;
    return fault;
  }

  const server = createServer((client) => {
    const upstream = connect(target, '127.0.0.1');
    const cut = (): void => {
      client.destroy();
      upstream.destroy();
    };
    let loseAnswer = false;
    let rest: Buffer = Buffer.alloc(0);
    for (const socket of [client, upstream]) {
      sockets.add(socket);
      socket.on('error', cut).on('close', () => {
        sockets.delete(socket);
        cut();
      });
    }
    client.on('data', (data: Buffer) => {
      rest = Buffer.concat([rest, data]);
      while (rest.length >= 4 && rest.length >= rest.readInt32LE(0)) {
        const message = rest.subarray(0, rest.readInt32LE(0));
        rest = rest.subarray(message.length);
        const command = commandOf(message);
        const fault = command && faultOf(command);
        if (fault === 'lost-request') {
          cut();
          return;
        }
        loseAnswer ||= fault === 'lost-answer';
        upstream.write(message);
      }
    });
    upstream.on('data', (data: Buffer) => {
      if (loseAnswer) cut();
      else client.write(data);
    });
  });
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  const address = server.address();
  if (typeof address !== 'object' || address === null) throw new Error('there is no free port');
  return {
    port: address.port,
    taken() {
      const taken = commands;
      commands = [];
      return taken;
    },
    breakAt(command, fault) {
      trap = { command, fault };
    },
    async close() {
      for (const socket of sockets) socket.destroy();
      await once(server.close(), 'close');
    },
  };
}

function commandOf(message: Buffer): WireCommand | null {
  if (message.readInt32LE(12) !== OP_MSG) return null;
  const start = HEAD + BEFORE_COMMAND;
  return BSON.deserialize(message.subarray(start, start + message.readInt32LE(start)));
}
