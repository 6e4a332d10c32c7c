"""Publishes one message, as a program that knows nothing of Nightshift does.

publish-as-stranger.py URL EXCHANGE ROUTING_KEY BODY [HEADERS_AS_JSON]
"""
import json
import sys

import pika

url, exchange, routing_key, body, *headers = sys.argv[1:]
properties = pika.BasicProperties(headers=json.loads(headers[0])) if headers else None
connection = pika.BlockingConnection(pika.URLParameters(url))
channel = connection.channel()
channel.confirm_delivery()
channel.basic_publish(exchange, routing_key, body.encode(), properties, mandatory=True)
connection.close()
