"""Reads topics from their beginning to their end as one agency, with Confluent's client; prints a JSON line per message.

usage: read-topics.py SETTINGS.json    SETTINGS = {"brokers", "username", "password", "topics": [...]}
"""
import json
import sys

from confluent_kafka import OFFSET_BEGINNING, Consumer, KafkaError, TopicPartition


def text(raw):
    return None if raw is None else raw.decode("utf-8", "strict")


def main(file):
    with open(file, encoding="utf-8") as source:
        settings = json.load(source)
    consumer = Consumer({
        "bootstrap.servers": settings["brokers"], "security.protocol": "SASL_PLAINTEXT", "sasl.mechanism": "SCRAM-SHA-512",
        "sasl.username": settings["username"], "sasl.password": settings["password"],
        "group.id": settings["username"] + ".trial", "enable.auto.commit": False, "enable.partition.eof": True,
    })
    places = []
    for topic in settings["topics"]:
        described = consumer.list_topics(topic, timeout=30).topics[topic]
        if described.error is not None:
            sys.exit(f"{topic}: {described.error}")
        places += [TopicPartition(topic, partition, OFFSET_BEGINNING) for partition in described.partitions]
    consumer.assign(places)
    open_places = {(place.topic, place.partition) for place in places}
    while open_places:
        message = consumer.poll(30)
        if message is None:
            sys.exit("the broker does not answer")
        if message.error():
            if message.error().code() != KafkaError._PARTITION_EOF:
                sys.exit(str(message.error()))
            open_places.discard((message.topic(), message.partition()))
            continue
        sys.stdout.write(json.dumps({
            "topic": message.topic(), "partition": message.partition(), "offset": message.offset(), "key": text(message.key()),
            "headers": {name: text(value) for name, value in message.headers() or []}, "value": text(message.value()),
        }) + "\n")
    consumer.close()


main(sys.argv[1])
