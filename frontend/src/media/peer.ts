/** One connection to another browser, by perfect negotiation: either side may begin, and who is polite gives way. */
import type { Kind, Tracks } from "./plane";
import { NO_TRACKS } from "./plane";
import type { Encoding } from "./thrift";
import { isSame, spend } from "./thrift";

export interface Signal {
  description?: RTCSessionDescriptionInit;
  candidates?: RTCIceCandidateInit[];
}

export interface PeerEvents {
  signal(signal: Signal): void;
  track(track: MediaStreamTrack): void;
  state(state: RTCPeerConnectionState): void;
}

export interface PeerPlan {
  polite: boolean;
  iceServers: RTCIceServer[];
  encoding: Encoding;
}

const KINDS: readonly Kind[] = ["audio", "video"];
export const INSIST_AFTER = 4000;
export const RESTART_AFTER = 3000;
const GATHER = 20; // what is found at once goes with the description: one message instead of three
const FOUND = 5; // the ways of one machine are found together

export class Peer {
  readonly connection: RTCPeerConnection;
  #ignoring = false;
  #gathering: (() => void) | undefined;
  #tracks: Tracks = NO_TRACKS;
  #encoding: Encoding;
  #spent: Encoding | undefined;
  #turn: Promise<void> = Promise.resolve();
  #insist: ReturnType<typeof setTimeout> | undefined;
  #restart: ReturnType<typeof setTimeout> | undefined;

  /**
   * Sound and picture have their places from the first offer on: switching a camera is another track, never another
   * negotiation. Only one side makes them; made on both, an offer from each would leave every place twice.
   */
  constructor(private readonly plan: PeerPlan, private readonly events: PeerEvents) {
    this.#encoding = plan.encoding;
    this.connection = new RTCPeerConnection({ iceServers: plan.iceServers, bundlePolicy: "max-bundle" });
    this.connection.onnegotiationneeded = () => { this.#inTurn(() => this.#offer()); };
    this.connection.onicecandidate = ({ candidate }) => {
      if (!candidate || isUseless(candidate)) return;
      if (this.#gathering) setTimeout(this.#gathering, FOUND);
      else events.signal({ candidates: [candidate.toJSON()] });
    };
    this.connection.onconnectionstatechange = () => { this.#changed(); };
    this.connection.ontrack = ({ track }) => { events.track(track); };
    if (!plan.polite) this.#lay();
  }

  get isConnected(): boolean {
    return this.connection.connectionState === "connected";
  }

  /** Whether the other browser has ever answered here. */
  get isMet(): boolean {
    return this.connection.remoteDescription !== null;
  }

  send(tracks: Tracks): void {
    this.#tracks = tracks;
    this.#inTurn(() => this.#replace());
  }

  spend(encoding: Encoding): void {
    if (isSame(encoding, this.#encoding)) return;
    this.#encoding = encoding;
    this.#inTurn(() => this.#spend());
  }

  /** Signals and offers take turns: a candidate is of no use before its description, and no two descriptions mix. */
  hear(signal: Signal): void {
    this.#inTurn(() => this.#hear(signal));
  }

  restart(): void {
    clearTimeout(this.#restart);
    if (this.connection.signalingState === "stable" && this.isMet) this.connection.restartIce();
  }

  close(): void {
    clearTimeout(this.#insist);
    clearTimeout(this.#restart);
    this.connection.onconnectionstatechange = null;
    this.connection.close();
  }

  #lay(): void {
    for (const kind of KINDS) {
      const first: RTCRtpEncodingParameters = kind === "video" ? { ...this.#encoding } : { priority: "high", networkPriority: "high" };
      this.connection.addTransceiver(kind, { direction: "sendrecv", sendEncodings: [first] });
    }
    this.#spent = this.#encoding;
  }

  /** What fails once is tried again by an ICE restart; a call must not end by an exception nobody sees. */
  #inTurn(task: () => Promise<void>): void {
    this.#turn = this.#turn.then(async () => {
      if (this.connection.signalingState !== "closed") await task();
    }).catch((error: unknown) => {
      console.warn("media:", error);
    });
  }

  #place(kind: Kind): RTCRtpTransceiver | undefined {
    return this.connection.getTransceivers().find((one) => one.receiver.track.kind === kind);
  }

  /** What goes out already is let be: a browser takes its time even to replace a track by itself, and the floor waits. */
  async #replace({ anew = false } = {}): Promise<void> {
    await Promise.all(KINDS.map(async (kind) => {
      const sender = this.#place(kind)?.sender;
      if (sender && (anew || sender.track !== this.#tracks[kind])) await sender.replaceTrack(this.#tracks[kind]);
    }));
  }

  async #spend(): Promise<void> {
    const sender = this.#place("video")?.sender;
    if (!sender || this.#encoding === this.#spent) return;
    this.#spent = this.#encoding;
    await spend(sender, this.#encoding);
  }

  async #offer(): Promise<void> {
    await this.#settle();
    this.#tell();
  }

  /** Candidates found until then stand in the description itself. */
  async #settle(): Promise<void> {
    const found = new Promise<void>((done) => { this.#gathering = done; });
    try {
      await this.connection.setLocalDescription();
      await Promise.race([found, new Promise((done) => { setTimeout(done, GATHER); })]);
    } finally {
      this.#gathering = undefined;
    }
  }

  /** An offer may be lost on the way, or its answer: said again, it means the same. */
  #tell(): void {
    clearTimeout(this.#insist);
    const description = this.connection.localDescription;
    if (!description) return;
    this.events.signal({ description: { type: description.type, sdp: description.sdp } });
    if (description.type !== "offer") return;
    this.#insist = setTimeout(() => { if (this.connection.signalingState === "have-local-offer") this.#tell(); }, INSIST_AFTER);
  }

  async #hear({ description, candidates = [] }: Signal): Promise<void> {
    if (description) await this.#describe(description);
    for (const candidate of candidates) await this.#reach(candidate);
  }

  async #describe(description: RTCSessionDescriptionInit): Promise<void> {
    const { signalingState } = this.connection;
    const offered = description.type === "offer";
    this.#ignoring = offered && signalingState !== "stable" && !this.plan.polite;
    if (this.#ignoring || (!offered && signalingState !== "have-local-offer")) return;
    await this.connection.setRemoteDescription(description);
    if (offered) await this.#answer({ gaveWay: signalingState !== "stable" });
  }

  /** To give way takes an offer back, and with it, in some versions of Chromium, what was sent and how. */
  async #answer({ gaveWay }: { gaveWay: boolean }): Promise<void> {
    for (const transceiver of this.connection.getTransceivers()) transceiver.direction = "sendrecv";
    await this.#settle();
    this.#tell();
    if (gaveWay) this.#spent = undefined;
    await this.#replace({ anew: gaveWay });
    await this.#spend();
  }

  async #reach(candidate: RTCIceCandidateInit): Promise<void> {
    try {
      await this.connection.addIceCandidate(candidate);
    } catch (error) {
      if (!this.#ignoring) throw error;
    }
  }

  /** Both notice a broken way; the polite one waits longer, so that they do not both begin. */
  #changed(): void {
    const state = this.connection.connectionState;
    clearTimeout(this.#restart);
    if (state === "failed" || state === "disconnected") {
      const after = (state === "failed" ? 0 : RESTART_AFTER) + (this.plan.polite ? RESTART_AFTER : 0);
      this.#restart = setTimeout(() => { this.restart(); }, after);
    }
    this.events.state(state);
  }
}

/** By TCP a browser only calls, and is never called: two of them do not meet there. */
const isUseless = ({ protocol, type, tcpType }: RTCIceCandidate): boolean => protocol === "tcp" && type === "host" && tcpType === "active";
